"""The hospital's desk (本院结算): pages of the institution that treats."""
