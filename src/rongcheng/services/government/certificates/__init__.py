"""E-certificates of cases (电子证照): issued, shown, checked, and used instead of papers."""
