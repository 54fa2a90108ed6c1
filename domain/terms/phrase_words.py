"""Words that key phrases are cut at: function words, verbs, nouns too general to stand alone."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.terms.lists import word_list

_FUNCTION = {
    "en": (
        "about above across after again against ahead all almost along already also amid among "
        "another any anyone around away back because before behind below between beyond both "
        "cannot despite down during each either else even ever every everyone few first following "
        "here's however inside instead last least less like many may might more most much must "
        "near nearly never next nor nothing now once only onto other others over own per rather "
        "same second several since some something soon still such than that's third through "
        "throughout toward towards under until unlike upon versus very via vs whether while whose "
        "within without yet being having i'm it's he's she's what's who's"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer eines und oder aber auf aus bei bis "
        "für gegen in im ins ist sind war waren wird werden hat haben mit nach nicht ohne seit "
        "sich sein seine seinen über um unter vom von vor wegen wie zu zum zur zwischen durch als "
        "am an auch noch nur es er sie wir ihr"
    ),
    "es": (
        "el la los las un una unos unas y o pero a al ante con contra de del desde durante en "
        "entre es son fue fueron ha han hacia hasta no para por que se sin sobre su sus tras como "
        "más muy lo le les ya"
    ),
    "fr": (
        "le la les l un une des du de d et ou mais à au aux avec ce ces cette chez contre dans "
        "depuis en entre est sont était a ont par pas pour que qui sans se selon son sa ses sous "
        "sur après avant plus ne il elle ils"
    ),
    "it": (
        "il lo la i gli le un uno una e o ma a al alla ai con contro da dal dalla di del della "
        "dei è sono era ha hanno in nel nella non per che si senza su sul suo sua dopo prima più "
        "come"
    ),
    "nl": (
        "de het een en of maar aan bij door in is zijn was met na naar niet om onder op over te "
        "tegen tot tussen uit van voor wordt worden heeft hebben als dat die"
    ),
    "pt": (
        "o a os as um uma e ou mas à ao aos com contra da das de do dos desde durante em entre é "
        "são foi foram há na nas no nos não para pela pelo por que se sem seu sua sobre após como "
        "mais"
    ),
}
# Words of headlines that are verbs wherever they stand, and those that may be nouns as well.
_VERBS = (
    "accuse admit announce appoint arrest arrive avoid bash beat become begin believe bring "
    "celebrate clean climb clinch confirm continue criticize crush declare defeat defend deliver "
    "delight demand deny describe discover discuss dominate earn elect embrace emerge enjoy ensure "
    "escape explain explore expose face feel gain get give go grab hail hear help honor honour "
    "ignite injure insist join keep kill know leave let lose make meet mourn nominate outlast "
    "overcome overtake perform pledge praise predict prevail propose prove publish quit reach "
    "reject release remain remember resign retire reveal roast say secure see seek sell send "
    "shatter sign slam spark stun suffer suggest surpass survive take tell thank think thrash "
    "topple trigger unite unveil urge vow want warn welcome win wow"
)
_VERBS_OR_NOUNS = (
    "advance aim attack ban battle bid blank blast block boost break call cap charge cheer claim "
    "clash close cut debate debut draw drop edge end fall fight fire flood hit hold hope host "
    "jump land launch lead lift look love mark match miss move name open pass plan play post "
    "premiere push raise rally react return rise rock rule score set share shift show slide spot "
    "star start stay stop strike surge survey talk target tease top trade travel turn visit vote "
    "walk watch work"
)
_IRREGULAR = (
    "became began beaten begun brought broke came caught chose clung drew drawn driven drove fell "
    "fought found gave given gone got grew had heard held hurt kept knew known led left lost made "
    "met paid ran said sang sank saw seen sent set shook shot shown sold spoke stole stood struck "
    "swept swore taken taught told took understood went woke won wore written wrote dies died "
    "dying"
)
_EMPTY_ALONE = (
    "big biggest breaking date details event events exclusive fan fans game games great group "
    "hour hours latest live man men minute minutes moment moments month months new news official "
    "part people person photo photos point points report reports season series story team thing "
    "things time times top update updates video videos viral wait way week weeks woman women "
    "world year years"
)


def stops_of(words: frozenset[str]) -> frozenset[str]:
    """Function words of English, and of the one other language that most of these words are of."""
    lists = _function_words()
    english = lists["en"]
    counts = {name: len(words & (own - english)) for name, own in lists.items() if name != "en"}
    likeliest = max(counts, key=lambda name: counts[name])
    if counts[likeliest] >= 2 and counts[likeliest] > len(words & (english - lists[likeliest])):
        return english | lists[likeliest]
    return english


@lru_cache(maxsize=1)
def _function_words() -> dict[str, frozenset[str]]:
    lists = {name: frozenset(words.split()) for name, words in _FUNCTION.items()}
    lists["en"] |= word_list("function_words") | word_list("contractions")
    return lists


@lru_cache(maxsize=1)
def verbs() -> tuple[frozenset[str], frozenset[str]]:
    """Forms that are verbs wherever they stand, and forms that may be nouns."""
    always = set(_IRREGULAR.split())
    for verb in _VERBS.split():
        always |= {verb, _third(verb), _past(verb), _present(verb)}
    ambiguous = set()
    for verb in _VERBS_OR_NOUNS.split():
        ambiguous |= {verb, _third(verb)}
        always.add(_past(verb))
    return frozenset(always), frozenset(ambiguous - always)


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if re.search(r"[^aeiou]y$", verb) else f"{_doubled(verb)}ed"


def _present(verb: str) -> str:
    return f"{verb[:-1]}ing" if re.search(r"[^e]e$", verb) else f"{_doubled(verb)}ing"


def _doubled(verb: str) -> str:
    """With its last letter twice where a short syllable asks for it: stun, stunn-ed."""
    return verb + verb[-1] if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb) else verb


@lru_cache(maxsize=1)
def empty_alone() -> frozenset[str]:
    """Words that name no subject when they stand alone."""
    return frozenset(_EMPTY_ALONE.split())
