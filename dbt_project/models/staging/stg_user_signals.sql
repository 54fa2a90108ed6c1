{{ stage_signals('user') }}
