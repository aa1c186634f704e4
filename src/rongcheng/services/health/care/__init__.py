"""Visits and stays before their bill (就诊、住院): their steps and their charge lines."""
