"""The form of an item as a page (表单): drawn, and read back."""
