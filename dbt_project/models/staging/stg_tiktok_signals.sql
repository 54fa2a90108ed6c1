{{ stage_signals('tiktok') }}
