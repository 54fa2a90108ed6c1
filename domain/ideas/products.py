"""Which products suit a term: rules on the form of its words, what it is about, and its season."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.ideas.fit import Fit
from domain.ideas.lexicon import Form
from domain.ideas.select import LOWEST_FIT
from domain.ideas.subject import Subject
from domain.ideas.wording import word_set
from domain.terms.normalise import key_words
from domain.vocabulary import NicheCategory, ProductType

MUG_CHARACTERS = 24  # two lines that are read across a table
STICKER_CHARACTERS = 16  # one line on three inches

REASONS: Mapping[str, str] = {
    "suits.named": "The words ask for it.",
    "suits.worn": "What suits a product at all can be worn on a shirt.",
    "suits.person": "It speaks of a person, and a mug is the gift for a person.",
    "suits.table": "It is eaten, drunk or sighed over with a cup in hand.",
    "suits.gift_day": "It is a day on which people give small gifts.",
    "suits.carried": "Readers, makers and people of the outdoors carry a bag.",
    "suits.any_weather": "Nothing ties it to the warm months.",
    "suits.cold_season": "It belongs to the cold months.",
    "suits.team": "Teams, bands and places sell hoodies.",
    "suits.short": "It is short enough to be read on a sticker.",
    "suits.picture": "It is something to look at on a wall.",
}

_NAMED: Mapping[str, ProductType] = {
    "shirt": ProductType.T_SHIRT, "tshirt": ProductType.T_SHIRT, "tee": ProductType.T_SHIRT,
    "sweatshirt": ProductType.SWEATSHIRT, "sweater": ProductType.SWEATSHIRT,
    "crewneck": ProductType.SWEATSHIRT, "jumper": ProductType.SWEATSHIRT,
    "pullover": ProductType.SWEATSHIRT, "hoodie": ProductType.HOODIE, "mug": ProductType.MUG,
    "cup": ProductType.MUG, "tote": ProductType.TOTE, "bag": ProductType.TOTE,
    "sticker": ProductType.STICKER, "decal": ProductType.STICKER, "poster": ProductType.POSTER,
    "print": ProductType.POSTER,
}  # fmt: skip
# What a term is that no pattern of the composer knows, as far as its fit tells.
_BY_REASON: Mapping[str, Form] = {
    "fit.identity": Form.IDENTITY,
    "fit.place": Form.PLACE,
    "fit.interest": Form.THING,
    "fit.occasion": Form.OCCASION,
}
_PERSON = frozenset({Form.ROLE, Form.IDENTITY, Form.PET})
_TABLE = frozenset({Form.FOOD, Form.STATE})
_MAKER = frozenset({Form.ACTIVITY})
_OUTDOORS = frozenset({NicheCategory.BOOKS, NicheCategory.NATURE})
_TEAM = frozenset({Form.SPORT, Form.MUSIC, Form.PLACE})
_PICTURE = frozenset({Form.ANIMAL, Form.PLACE, Form.THING})
_SAID = frozenset(
    {Form.TRAIT, Form.MINDSET, Form.STOCK, Form.IDENTITY, Form.PET, Form.ROLE}
    | {Form.ANIMAL, Form.FOOD, Form.GENRE, Form.TROPE, Form.STATE}
)
_GIFT_DAYS = frozenset(
    {"Christmas", "Hanukkah", "Kwanzaa", "Valentine's Day", "Mother's Day", "Father's Day"}
    | {"Grandparents' Day", "Siblings Day", "Teacher Appreciation Week", "Nurses Week"}
    | {"International Day of the Midwife", "Easter"}
)
_COLD_DAYS = frozenset(
    {"Halloween", "Thanksgiving", "Christmas", "Hanukkah", "Kwanzaa", "New Year's Eve", "Diwali"}
    | {"Lunar New Year", "Valentine's Day", "Groundhog Day", "Black Friday", "Oktoberfest"}
    | {"fall", "autumn", "winter"}
)
_WARM_DAYS = frozenset(
    {"Independence Day", "Canada Day", "Juneteenth", "Pride Month", "Father's Day", "Labor Day"}
    | {"Cinco de Mayo", "summer"}
)


@dataclass(frozen=True, slots=True)
class Suit:
    """A product that suits a term, with the code of the rule that says so."""

    product: ProductType
    reason: str


def products_of(
    words: Sequence[str], display: str, fit: Fit, subject: Subject | None
) -> tuple[Suit, ...]:
    """The products that suit a term, in the order of `ProductType`; none below the line for ideas.

    `words` are the term's words in lower case, `fit` its product fit, `subject` what it is about,
    None where the composer does not know it: then the reason of its fit tells. A product has the
    reason of the first rule that names it. Seasons are those of the northern half of the earth.
    """
    if fit.value < LOWEST_FIT:
        return ()
    form = subject.form if subject else _BY_REASON.get(fit.reason)
    found: dict[ProductType, str] = {}
    for product, reason in _suits(key_words(tuple(words)), display, form, subject):
        found.setdefault(product, reason)
    return tuple(Suit(product, found[product]) for product in ProductType if product in found)


def _suits(
    keys: Sequence[str], display: str, form: Form | None, subject: Subject | None
) -> Iterator[tuple[ProductType, str]]:
    for key in keys:
        if key in _NAMED:
            yield _NAMED[key], "suits.named"
    yield ProductType.T_SHIRT, "suits.worn"
    said = [key for key in keys if key not in _NAMED and key not in word_set("gift")]
    size = len(" ".join(said)) if len(said) < len(keys) else len(display)
    if size <= MUG_CHARACTERS:
        if form in _PERSON:
            yield ProductType.MUG, "suits.person"
        if form in _TABLE:
            yield ProductType.MUG, "suits.table"
        if subject and subject.occasion in _GIFT_DAYS:
            yield ProductType.MUG, "suits.gift_day"
    if subject and (subject.category in _OUTDOORS or form in _MAKER):
        yield ProductType.TOTE, "suits.carried"
    yield from _warm_clothes(keys, form, subject.occasion if subject else None)
    if size <= STICKER_CHARACTERS and form in _SAID:
        yield ProductType.STICKER, "suits.short"
    if form in _PICTURE:
        yield ProductType.POSTER, "suits.picture"


def _warm_clothes(
    keys: Sequence[str], form: Form | None, occasion: str | None
) -> Iterator[tuple[ProductType, str]]:
    """Sweatshirts and hoodies: more of them for the cold months, none for the warm ones."""
    if occasion in _WARM_DAYS or any(key in word_set("warm") for key in keys):
        return
    if occasion in _COLD_DAYS or any(key in word_set("cold") for key in keys):
        yield ProductType.SWEATSHIRT, "suits.cold_season"
        yield ProductType.HOODIE, "suits.cold_season"
        return
    yield ProductType.SWEATSHIRT, "suits.any_weather"
    if form in _TEAM:
        yield ProductType.HOODIE, "suits.team"
