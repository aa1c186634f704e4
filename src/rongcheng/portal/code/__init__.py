"""The one code (融城码) in a person's hand: shown, carried by phones and cards, stopped."""
