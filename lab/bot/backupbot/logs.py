"""What the bot says: for a person, or one JSON object a line."""
import json
import logging
import os
import sys

SUMMARY = 25
logger = logging.getLogger("backupbot")


class Machine(logging.Formatter):
    """One JSON object a line, as `--machine-logs` has it."""

    def format(self, record):
        line = {"level": record.levelname, "message": record.getMessage(), **getattr(record, "fields", {})}
        return json.dumps(line)


class Person(logging.Formatter):
    def format(self, record):
        fields = getattr(record, "fields", None)
        return (json.dumps(fields) + "\n" if fields else "") + f"{record.levelname}: {record.getMessage()}"


def set_up_logs(level, machine):
    logging.addLevelName(SUMMARY, "SUMMARY")
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Machine() if machine else Person())
    logger.addHandler(handler)
    logger.setLevel((level or os.environ.get("LOG_LEVEL") or "info").upper())
