"""Invented people: valid check digits, serial 999 or 998, names that nobody bears."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from rongcheng.foundation.people.public import Enrolment, InsuranceInfo, enrol, register_resident
from rongcheng.kernel.identifiers import id_check_digit

METRO = "samplemetro"


def number(born: str = "19900307", serial: str = "999", region: str = "430302") -> str:
    """Return an ID number of an invented person, with its check digit."""
    first = f"{region}{born}{serial}"
    return first + id_check_digit(first)


LIN = number()
CHEN = number(serial="998")


def register_lin(name: str = "林样例") -> UUID:
    """Register the invented Ms Lin at home in Xiangtan."""
    return register_resident(
        metro=METRO, name=name, id_number=LIN, home_city="430300", home_district="430302"
    )


def enrol_employee(resident_id: UUID, psn_no: str = "") -> InsuranceInfo:
    """Enrol a resident as an employee in service in Xiangtan's pool."""
    return enrol(
        Enrolment(
            resident_id=resident_id,
            pool="430399",
            scheme="employee",
            standing="in_service",
            psn_type="11",
            insured_from=date(2015, 7, 1),
            psn_no=psn_no,
            employer="样例工厂",
        )
    )
