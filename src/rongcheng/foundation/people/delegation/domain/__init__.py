"""The rules of acting for others (代办规则): pure, without database, clock or framework."""
