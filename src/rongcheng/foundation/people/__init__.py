"""People (人员): residents, insurance, staff and sign-in; see `public`."""
