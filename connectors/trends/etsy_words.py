"""Words of Etsy's pages, in the languages it is shown in."""

from __future__ import annotations

import re

# Headings of lists of searches: trending, popular or related ones.
SEARCH_HEADING = re.compile(
    r"(?:trending|popular|related|similar|suggested|top|recommended) (?:\w+ )?searche?s?\b"
    r"|searches? (?:related|trending|that are)|people (?:also|are) search|what's trending"
    r"|popular right now|trending (?:right )?now|explore related|you might also search"
    r"|(?:beliebte|ähnliche|verwandte|angesagte) such"
    r"|recherches? (?:associées?|similaires|populaires|tendance)"
    r"|búsquedas (?:relacionadas|populares|similares|en tendencia)"
    r"|ricerche (?:correlate|simili|popolari|di tendenza)"
    r"|(?:gerelateerde|populaire|vergelijkbare) zoek|(?:powiązane|popularne) wyszuk"
    r"|pesquisas (?:relacionadas|populares)|関連.{0,4}検索|人気の検索|похожие запросы",
    re.IGNORECASE,
)
# The same in names that pages and answers give to their parts.
SEARCH_NAME = re.compile(
    r"(?:trending|popular|related|similar|suggested|top|guided|recommended)[-_ ]?search"
    r"|search[-_ ]?(?:suggestion|quer(?:y|ies)|terms)|suggested[-_ ]?quer",
    re.IGNORECASE,
)
NO_RESULTS = re.compile(
    r"(?:we )?(?:couldn't|could not|can't|didn't) find any(?:thing| (?:results|items|listings))"
    r"|no results (?:found|for)|\b0 results|try searching for something else"
    r"|keine (?:ergebnisse|artikel) gefunden|wir konnten keine|nichts gefunden"
    r"|(?:nous n'avons trouvé )?aucun résultat|no (?:hemos )?encontra(?:mos|do) "
    r"|nessun risultato|geen resultaten|nenhum resultado|brak wyników|結果が見つかり",
    re.IGNORECASE,
)
# Beside the shop's name of a listing that was paid for. The shop hides letters of it.
AD = re.compile(
    r"^(?:ad ?(?:vertisement)?|advert|sponsored|promoted|anzeige|publicité|annonce|anuncio"
    r"|annuncio|sponsorizzato|advertentie|reklama|広告)"
    r"(?: ?[·•|:]| (?:by|from|von|par|de|di|van) |$)",
    re.IGNORECASE,
)
BESTSELLER = re.compile(
    r"^(?:best ?seller|meilleure vente|top des ventes|más vendido|lo más vendido|il più venduto"
    r"|mais vendido|bestsel+er|ベストセラー|бестселлер)$",
    re.IGNORECASE,
)
