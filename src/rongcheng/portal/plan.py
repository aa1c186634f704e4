"""What the plan names (规划内容): ten domains and the moments of life in which people need them.

Shown on the home page beside what can already be done; a planned measure is named as planned and
never linked. Source: domain/seeds.md (ids in brackets there), plan of 2024-2025, ten fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Domain(NamedTuple):
    """One field of the plan: key, drawing, title and what the plan names in it."""

    key: str
    icon: str
    title: Mapping[str, str]
    planned: Mapping[str, str]


class LifeEvent(NamedTuple):
    """A moment of life under which services are listed."""

    key: str
    icon: str
    title: Mapping[str, str]


DOMAINS: tuple[Domain, ...] = (
    Domain(
        "health",
        "hospital",
        {"zh": "医疗健康", "en": "Health"},
        {
            "zh": "检查检验结果互认、电子健康卡、远程会诊",
            "en": "Recognised test results, e-health card, remote consultation",
        },
    ),
    Domain(
        "transport",
        "bus",
        {"zh": "交通出行", "en": "Transport"},
        {
            "zh": "一卡一码跨城乘车、跨市公交",
            "en": "One card and one code across cities, cross-city buses",
        },
    ),
    Domain(
        "education",
        "school",
        {"zh": "教育共享", "en": "Education"},
        {
            "zh": "随迁子女入学、学校结对、网络课堂",
            "en": "Places for migrant workers' children, paired schools, online lessons",
        },
    ),
    Domain(
        "culture",
        "culture",
        {"zh": "文化旅游体育", "en": "Culture and sport"},
        {
            "zh": "惠民一卡通、联票、场馆互相开放",
            "en": "Benefit pass, joint tickets, venues open to one another",
        },
    ),
    Domain(
        "housing",
        "house",
        {"zh": "住房保障", "en": "Housing"},
        {
            "zh": "公积金异地贷款、灵活就业人员缴存",
            "en": "Provident-fund loans across cities, saving when flexibly employed",
        },
    ),
    Domain(
        "government",
        "counter",
        {"zh": "政务服务", "en": "Government services"},
        {
            "zh": "高频事项跨市通办、户籍办理",
            "en": "Frequent matters handled across cities, household registration",
        },
    ),
    Domain(
        "employment",
        "work",
        {"zh": "就业社保", "en": "Work and social security"},
        {"zh": "人力资源合作、社保手机办", "en": "Labour cooperation, social security by phone"},
    ),
    Domain(
        "civil_affairs",
        "care",
        {"zh": "民政服务", "en": "Civil affairs"},
        {
            "zh": "社会救助、养老防骗、残疾人维权",
            "en": "Social assistance, safe old age, rights of persons with disabilities",
        },
    ),
    Domain(
        "emergency",
        "alarm",
        {"zh": "应急救援", "en": "Emergency"},
        {"zh": "交界地带出警和急救", "en": "Police and first aid in border areas"},
    ),
    Domain(
        "ecology",
        "leaf",
        {"zh": "生态环保", "en": "Ecology"},
        {"zh": "尚无具体事项", "en": "no measure named so far"},
    ),
)

LIFE_EVENTS: tuple[LifeEvent, ...] = (
    LifeEvent("ill", "hospital", {"zh": "看病", "en": "Falling ill"}),
    LifeEvent("birth", "baby", {"zh": "生育", "en": "Having a child"}),
    LifeEvent("school", "school", {"zh": "上学", "en": "Going to school"}),
    LifeEvent("work", "work", {"zh": "工作", "en": "Working"}),
    LifeEvent("home", "house", {"zh": "安家", "en": "Settling down"}),
    LifeEvent("travel", "bus", {"zh": "出行", "en": "Getting around"}),
    LifeEvent("old", "care", {"zh": "养老", "en": "Growing old"}),
)
