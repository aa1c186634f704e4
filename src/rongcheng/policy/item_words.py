"""The fixed words of government items (政务服务事项的代码): what a pack may write, and its names.

Codes and names are those of annex A of GB/T 39046-2020; a word that is not here is refused with its
file and line. The digits of the range are this project's reading (illustrative): the standard
names the four and gives none.

Source: domain/government.md section 2.
"""

from __future__ import annotations

Words = dict[str, tuple[str, str]]
"""By code, the Chinese and the English name."""

ITEM_TYPES: Words = {
    "00": ("行政权力", "administrative power"),
    "01": ("行政许可", "administrative licence"),
    "02": ("行政处罚", "penalty"),
    "03": ("行政强制", "coercion"),
    "04": ("行政征收", "levy"),
    "05": ("行政给付", "payment"),
    "06": ("行政检查", "inspection"),
    "07": ("行政确认", "confirmation"),
    "08": ("行政奖励", "reward"),
    "09": ("行政裁决", "adjudication"),
    "10": ("其他行政权力", "other administrative power"),
    "20": ("公共服务", "public service"),
}
LEVELS: Words = {
    "1": ("国家级", "national"),
    "2": ("省级", "provincial"),
    "3": ("市级", "city"),
    "4": ("县级", "district or county"),
    "5": ("镇（街道）级", "town or street"),
    "6": ("村（社区）级", "village or community"),
    "7": ("分级管理", "graded"),
}
# Who decides must be one authority for one place, so a running item names one of these levels.
DECIDING_LEVELS = ("2", "3", "4")
NATURES: Words = {
    "1": ("法定机关", "statutory organ"),
    "2": ("授权组织", "authorised body"),
    "3": ("受委托组织", "entrusted body"),
    "9": ("其他", "other"),
}
TARGETS: Words = {
    "1": ("自然人", "natural person"),
    "2": ("企业法人", "enterprise"),
    "3": ("事业法人", "institution"),
    "4": ("社会组织法人", "social organisation"),
    "5": ("行政机关", "administrative organ"),
    "6": ("其他组织", "other"),
}
CHANNELS: Words = {
    "1": ("窗口办理", "counter"),
    "2": ("电脑端办理", "computer"),
    "3": ("移动端办理", "phone"),
    "4": ("快递申请", "courier"),
    "9": ("其他", "other"),
}
CASE_TYPES: Words = {
    "1": ("即办件", "decided at once"),
    "2": ("承诺件", "decided by a promised day"),
    "9": ("其他", "other"),
}
PROCEDURES: Words = {
    "1": ("延长审批", "extension of approval"),
    "2": ("其他特别程序", "any other special procedure"),
}
RANGES: Words = {
    "1": ("全国通办", "nationwide"),
    "2": ("跨省通办", "across provinces"),
    "3": ("跨市通办", "across cities"),
    "4": ("跨县通办", "across counties"),
}

MODES: Words = {
    "online": ("全程网办", "fully online"),
    "forwarded": ("异地代收代办", "collected elsewhere and forwarded"),
    "joint": ("多地联办", "handled jointly"),
}
# Which of an applicant's places an authority's competence follows.
PLACES: Words = {
    "registered": ("户籍地", "where the person is registered"),
    "living": ("居住地", "where the person lives"),
    "matter": ("事项所在地", "where the matter lies"),
    "origin": ("转出地", "where it moves away from"),
}
LIMIT_UNITS: Words = {
    "working_days": ("个工作日", "working days"),
    "days": ("天", "days"),
}
DELIVERIES: Words = {
    "counter": ("窗口领取", "at a counter"),
    "post": ("邮寄", "by post"),
    "certificate": ("电子证照", "as an e-certificate"),
}
# What a form may be filled with from what the cities already know, with consent.
PREFILLS: Words = {
    "resident.name": ("姓名", "name"),
    "resident.id_number": ("身份证号", "ID number"),
    "resident.born_on": ("出生日期", "date of birth"),
    "resident.gender": ("性别", "sex"),
    "resident.registered": ("户籍地", "place of registration"),
    "resident.living": ("居住地", "place of living"),
    "resident.address": ("居住的详细地址", "address of living"),
    "resident.mobile": ("手机号", "mobile number"),
    "insurance.pool": ("参保地", "place of insurance"),
}
FIELD_TYPES = ("string", "integer", "boolean")
FIELD_FORMATS = ("date", "district", "id_number", "mobile", "credit_code")
