{{ stage_signals('reddit') }}
