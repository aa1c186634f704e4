"""The clerk's counter (窗口): who stands there, and what can be done for her."""
