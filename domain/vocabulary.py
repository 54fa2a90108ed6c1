"""Names that several rooms agree on: niche categories, styles, motifs, products."""

from __future__ import annotations

from enum import StrEnum


class NicheCategory(StrEnum):
    """What kind of identity a niche speaks to."""

    HOBBY = "hobby"
    JOB = "job"
    FAMILY = "family"
    PET = "pet"
    PLACE = "place"
    HUMOUR = "humour"
    BOOKS = "books"
    FOOD = "food"
    NATURE = "nature"
    SPORT = "sport"
    MUSIC = "music"
    MILESTONE = "milestone"  # birthday, retirement, graduation, new baby
    MINDSET = "mindset"  # identity and attitude: introvert, kindness, plant-based
    OCCASION = "occasion"


class Style(StrEnum):
    """The look asked of a design; the layout families answer to these."""

    RETRO = "retro"  # 1970s stripes and sunsets
    VARSITY = "varsity"  # college athletics
    WESTERN = "western"  # slab letters, badges, ropes
    GROOVY = "groovy"  # wavy, soft, flowers
    MINIMAL = "minimal"  # small, quiet, one line
    BADGE = "badge"  # round emblem
    BOLD = "bold"  # big stacked block letters
    SCRIPT = "script"  # brush script with a flourish
    BOTANICAL = "botanical"  # wreath and leaves
    PIXEL = "pixel"  # 8-bit
    CELESTIAL = "celestial"  # moon phases, stars, arches
    COMIC = "comic"  # cartoon lettering, bursts


class Motif(StrEnum):
    """A small picture we can draw by code."""

    NONE = "none"
    BOOK = "book"
    CAT = "cat"
    DOG = "dog"
    PAW = "paw"
    HORSESHOE = "horseshoe"
    BIRD = "bird"
    FISH = "fish"
    BEE = "bee"
    BUTTERFLY = "butterfly"
    HEART = "heart"
    STAR = "star"
    SUN = "sun"
    MOON = "moon"
    CLOUD = "cloud"
    MOUNTAIN = "mountain"
    TREE = "tree"
    LEAF = "leaf"
    FLOWER = "flower"
    MUSHROOM = "mushroom"
    CACTUS = "cactus"
    WAVE = "wave"
    TENT = "tent"
    CAMPFIRE = "campfire"
    COFFEE = "coffee"
    CAKE = "cake"
    PIZZA = "pizza"
    CHEF_HAT = "chef_hat"
    CAMERA = "camera"
    MUSIC = "music"
    GUITAR = "guitar"
    BALL = "ball"
    BICYCLE = "bicycle"
    DUMBBELL = "dumbbell"
    RUNNING_SHOE = "running_shoe"
    YARN = "yarn"
    NEEDLE = "needle"
    PALETTE = "palette"
    PENCIL = "pencil"
    APPLE = "apple"
    GRADUATION = "graduation"
    STETHOSCOPE = "stethoscope"
    WRENCH = "wrench"
    TRUCK = "truck"
    PLANE = "plane"
    ANCHOR = "anchor"
    COMPASS = "compass"
    GAMEPAD = "gamepad"
    DICE = "dice"
    GHOST = "ghost"
    PUMPKIN = "pumpkin"
    SNOWFLAKE = "snowflake"
    GIFT = "gift"
    EGG = "egg"
    CLOVER = "clover"
    CROWN = "crown"
    LIGHTNING = "lightning"
    FIREWORK = "firework"
    LIGHTBULB = "lightbulb"
    HOUSE = "house"
    SCISSORS = "scissors"
    BABY = "baby"


class ProductType(StrEnum):
    """What the print goes on."""

    T_SHIRT = "t_shirt"
    SWEATSHIRT = "sweatshirt"
    HOODIE = "hoodie"
    MUG = "mug"
    TOTE = "tote"
    STICKER = "sticker"
    POSTER = "poster"
