"""The kernel (基础): the exact words and measures that every room of the house shares."""
