"""Thin faces on the engine for editors and other linters' runners."""
