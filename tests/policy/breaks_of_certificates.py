"""Ways to break the register of e-certificates, one for each fault."""

from __future__ import annotations

from tests.policy.sample import Break

REGISTER = "certificates.yaml"
SHOP = "items/shop-licence.yaml"
ID_FIELD = "{name: id_number, title: {zh: 身份证号, en: ID number}"
CITY = '  - at: "430100"\n'
KIND_TAKES = "takes: [form.kind, form.shop_kind]"

BREAKS_OF_CERTIFICATES = {
    "kind twice": Break("policy.P106", 28, REGISTER, "id: shop", "id: id-card"),
    "title of a kind that works": Break("policy.P106", 40, REGISTER, "id: vehicle", "id: shop"),
    "kind recognised nowhere": Break("policy.P140", 24, REGISTER, '{at: "430300"', '{at: "430302"'),
    "names of no city": Break("policy.P140", 7, REGISTER, CITY, CITY.replace("100", "102")),
    "field that all have": Break(
        "policy.P141", 20, REGISTER, ID_FIELD, ID_FIELD.replace("id_number", "number")
    ),
    "name of no field": Break(
        "policy.P142", 9, REGISTER, "field: holder_name, name: XM", "field: holder, name: XM"
    ),
    "name of another kind's field": Break(
        "policy.P142",
        23,
        REGISTER,
        "field: holder_name, name: ownerName",
        "field: months, name: ownerName",
    ),
    "two fields of one name": Break("policy.P143", 22, REGISTER, "name: XM", "name: id_number"),
    "field named twice": Break(
        "policy.P106", 10, REGISTER, "field: number, name", "field: holder_name, name"
    ),
    "recognised twice": Break("policy.P144", 23, REGISTER, "from: 2026-01-01", "from: 2024-12-31"),
    "recognised backwards": Break("policy.P023", 22, REGISTER, "to: 2024-12-31", "to: 2023-04-18"),
    "result of an unknown kind": Break(
        "policy.P145", 19, SHOP, "certificate: shop}", "certificate: shops}"
    ),
    "material of an unknown kind": Break(
        "policy.P145", 31, SHOP, "licence: id-card", "licence: passport"
    ),
    "field that nobody answers": Break(
        "policy.P146", 19, REGISTER, KIND_TAKES, "takes: [form.kind]", SHOP
    ),
    "field answered only sometimes": Break(
        "policy.P146", 19, REGISTER, ", optional: true", "", SHOP
    ),
    "field of nobody's": Break(
        "policy.P015", 19, REGISTER, "takes: [applicant.name]", "takes: [applicant.nickname]"
    ),
}
