{{ stage_signals('curated') }}
