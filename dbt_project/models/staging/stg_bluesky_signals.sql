{{ stage_signals('bluesky') }}
