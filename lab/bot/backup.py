#!/usr/bin/env python3
"""The command `backup`."""
from backupbot.commands import main

main()
