"""Sets a certificate on paper (证照版式): a PDF that carries its own font and its credential."""
