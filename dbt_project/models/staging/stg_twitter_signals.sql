{{ stage_signals('twitter') }}
