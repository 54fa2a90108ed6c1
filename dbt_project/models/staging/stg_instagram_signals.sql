{{ stage_signals('instagram') }}
