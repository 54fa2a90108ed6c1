{{ stage_signals('pinterest') }}
