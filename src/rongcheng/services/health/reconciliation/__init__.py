"""Agreeing with hospitals (对账): statements compared, each difference with its way back."""
