{{ stage_signals('etsy_trending') }}
