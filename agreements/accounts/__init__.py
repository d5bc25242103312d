"""Accounts: signing in, being invited, and what a municipality's own directory may vouch for."""
