{{ stage_signals('youtube') }}
