"""What every page and endpoint needs (网页底座): layout, words, errors, exports, signatures."""
