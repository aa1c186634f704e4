"""My people (我的家人与代办): who acts for me, and for whom I act."""
