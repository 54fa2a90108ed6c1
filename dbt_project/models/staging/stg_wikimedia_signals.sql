{{ stage_signals('wikimedia') }}
