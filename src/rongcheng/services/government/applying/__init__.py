"""Applying (申请): a draft, its answers and papers, and handing it over, alone or as a bundle."""
