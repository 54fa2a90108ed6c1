"""What block pages, sign-in walls and consent pages say, in the languages they say it in.

Phrases are looked for in the prose of a page that holds little else: outside its links and lists,
where a seller's title may say anything.
"""

from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases))


# Whole titles, lower case, dots at the end dropped.
BLOCK_TITLES = frozenset(
    {"just a moment", "access denied", "access to this page has been denied", "robot check"}
    | {"attention required! | cloudflare", "pardon our interruption", "ddos-guard", "blocked"}
    | {"are you a robot?", "are you human?", "human verification", "security verification"}
    | {"bot verification", "verify you are human", "request blocked", "403 forbidden", "captcha"}
    | {"sorry", "you have been blocked", "client challenge", "vercel security checkpoint"}
    | {"un momento", "einen moment", "un instant", "just a second", "datadome captcha"}
)
WALL_TITLES = frozenset(
    {"login", "log in", "sign in", "login • instagram", "log in • instagram", "log in to x / x"}
    | {"log in to twitter / twitter", "log in | tiktok", "sign in - google accounts"}
    | {"log into facebook", "pinterest login", "anmelden", "connexion", "iniciar sesión"}
    | {"accedi", "entrar", "inloggen", "zaloguj się", "ログイン", "로그인", "登录", "вход"}
)

BLOCK_PHRASES = _any(
    r"datadome",
    r"please enable (?:js|javascript) and (?:cookies|disable any ad ?blocker)",
    r"please enable js\b",
    r"enable javascript and cookies to continue",
    r"(?:verify|verifying|confirm|checking) (?:that |if )?(?:you are|you're) (?:a |not a )?"
    r"(?:human|robot|bot)",
    r"are you a (?:robot|human)",
    r"unusual (?:traffic|activity) from your",
    r"detected unusual traffic",
    r"(?:complete|solve|pass) (?:the|this|a) (?:captcha|security check|puzzle)",
    r"enter the characters you see",
    r"press (?:&|and) hold",
    r"drag the (?:slider|puzzle)",
    r"verify to continue",
    r"access (?:to this page has been |was )?denied",
    r"you don't have permission to access .{0,200}on this server",
    r"reference #\s?\d+\.[0-9a-f]+\.\d+",
    r"(?:request|you) (?:has been|have been|was|is) blocked",
    r"you've been blocked|request blocked",
    r"incapsula incident id",
    r"checking your browser before",
    r"needs to review the security of your connection",
    r"cloudflare ray id",
    r"whoa there, pardner",
    r"automated (?:requests|queries|access)",
    # Google and others in further languages
    r"ungewöhnlichen datenverkehr|zugriff verweigert|bestätigen sie, dass sie (?:ein mensch|kein)",
    r"trafic (?:inhabituel|exceptionnel)|accès refusé|vérifier que vous êtes (?:un )?humain",
    r"tráfico inusual|acceso denegado|verifica(?:r)? que eres (?:un )?humano",
    r"traffico insolito|accesso negato|tráfego incomum|acesso negado|ongebruikelijk verkeer",
    r"nietypowy ruch|подозрительный трафик|доступ запрещен|通常と異なるトラフィック",
    r"비정상적인 트래픽|异常流量|アクセスが拒否",
)
WALL_PHRASES = _any(
    r"(?:log|sign) ?in (?:or (?:sign up|join) )?to (?:continue|see|view|x\b|twitter|instagram|"
    r"pinterest|tiktok|facebook|your account)",
    r"log ?into (?:continue|facebook|instagram)",
    r"please (?:log|sign) ?in",
    r"log ?in required|login_required|you (?:must|need to) (?:be logged in|log in|sign in)",
    r"(?:sign up|create an account|join) to (?:see|view|continue)",
    r"happening now\s+join today",
    r"anmelden,? um|melde dich an|bitte (?:melden sie sich|einloggen|anmelden)",
    r"(?:connectez-vous|connecte-toi) (?:pour|à)|identifiez-vous pour",
    r"inici(?:a|e) sesión (?:para|en)|accedi per|effettua l'accesso",
    r"(?:faça login|entre|inicie sessão) para|log in om|inloggen om|meld je aan om",
    r"zaloguj się,? aby|войдите,? чтобы|ログインして|로그인하|请先登录|登录以|giriş yap",
    # consent
    r"before you continue",
    r"bevor (?:sie|du) (?:zu .{1,40} )?(?:weitergeh|fortfahr|fortsetz)",
    r"avant (?:d'accéder|de continuer)|antes de (?:ir a|continuar|acceder)",
    r"prima di continuare|voordat (?:je|u) (?:verder|door)gaat|zanim przejdziesz",
    r"innan du fortsätter|før du fortsætter|ennen kuin jatkat|inainte de a continua",
    r"než budete pokračovat|devam etmeden önce|перед переходом|に進む前に|이동하기 전에",
    r"继续(?:使用|前往).{0,20}(?:之前|前)",
)
