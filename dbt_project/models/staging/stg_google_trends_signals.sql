{{ stage_signals('google_trends') }}
