"""The guided tour (十步体验): one invented family through the whole house, in demo mode only."""
