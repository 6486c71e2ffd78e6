"""The lab's backup bot: backup-bot-two's command line, labels and hooks over restic.

It keeps that program's habits, also the bad ones: a hook that fails is logged and nothing more,
so a backup with a broken dump ends like a good one.
"""
