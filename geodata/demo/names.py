"""Invented names and numbers. Every name carries 例 ("example"); no phone in China can have these numbers.

Mobile numbers in China have eleven digits and begin with 13 to 19, landlines with 0: nobody has eleven digits from 105 on.
"""

import numpy as np

from geodata.demo.arrays import Ints, Rng

MARK = "例"
PHONE_PREFIX = "105"
SURNAMES = tuple(
    "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎毛庞贺汤尹成谭"
)
COMMON = 12
"""So many of the first surnames are borne by half of the people."""
GIVEN = tuple(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红娥玲芬燕彩春菊兰凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍"
    "贞莉锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥"
    "筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思永健世广志义兴良海山仁波贵福生龙元全国胜学祥才发武新利清飞彬富顺信子建"
)


def invent_names(count: int, rng: Rng) -> list[str]:
    """Names such as 王例华, a quarter of them with two given characters."""
    odds = np.where(np.arange(len(SURNAMES)) < COMMON, 0.5 / COMMON, 0.5 / (len(SURNAMES) - COMMON))
    surnames = rng.choice(len(SURNAMES), count, p=odds / odds.sum()).tolist()
    first, second = rng.integers(0, len(GIVEN), (2, count)).tolist()
    longer = (rng.random(count) < 0.25).tolist()
    return [
        f"{SURNAMES[s]}{MARK}{GIVEN[a]}{GIVEN[b] if long else ''}"
        for s, a, b, long in zip(surnames, first, second, longer, strict=True)
    ]


def invent_phones(count: int, rng: Rng) -> list[str]:
    """Eleven digits that begin with 105."""
    return [f"{PHONE_PREFIX}{number:08d}" for number in rng.integers(0, 10**8, count).tolist()]


def opaque(count: int, rng: Rng) -> list[str]:
    """32 hexadecimal characters each, without meaning."""
    digits = rng.bytes(16 * count).hex()
    return [digits[at : at + 32] for at in range(0, len(digits), 32)]


def opaque_letters(count: int, rng: Rng) -> list[str]:
    """22 letters each, without meaning: no digits, so that nothing in it can look like a number of a person."""
    alphabet = np.frombuffer(b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", dtype=np.uint8)
    letters = alphabet[rng.integers(0, len(alphabet), 22 * count)].tobytes().decode()
    return [letters[at : at + 22] for at in range(0, len(letters), 22)]


def birth_years(day_year: int, youngest: Ints, oldest: Ints, rng: Rng) -> Ints:
    """Years of birth for people of these ages."""
    return day_year - rng.integers(youngest, oldest + 1)
