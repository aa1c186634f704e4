"""The rules of medical settlement: pure, integer, explained (医疗结算规则)."""
