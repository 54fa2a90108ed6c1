{{ stage_signals('hacker_news') }}
