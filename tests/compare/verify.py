"""dkimpy, with DNS answered from the keys of the set: `verify.py FOLDER` answers on its standard input as compare.mjs asks."""

import json
import logging
import sys
import time
from pathlib import Path

import dkim


def resolver(path):
    keys = json.loads(path.read_text())
    known = {key["name"].lower().encode() + b".": key["record"].encode() for key in keys}
    return lambda name, timeout=5: known.get(name.lower())


def messages(path):
    """Messages behind their lengths, which are 32 bits, little-endian."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "little")
        found.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    return found


def quiet():
    logger = logging.getLogger("quiet")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return logger


def passed(message, dns, logger):
    """How many signatures pass. The chain is checked as well, where there is one."""
    try:
        verifier = dkim.DKIM(message, logger=logger)
    except dkim.DKIMException:
        return 0
    count = 0
    names = [name.lower() for name, _ in verifier.headers]
    for index in range(names.count(b"dkim-signature")):
        try:
            count += bool(verifier.verify(idx=index, dnsfunc=dns))
        except dkim.DKIMException:
            pass
    if b"arc-seal" in names:
        try:
            dkim.ARC(message, logger=logger).verify(dnsfunc=dns)
        except dkim.DKIMException:
            pass
    return count


def main():
    folder = Path(sys.argv[1])
    logger, sets = quiet(), {}
    for line in sys.stdin:
        name, milliseconds = line.split()
        if name not in sets:
            sets[name] = messages(folder / f"{name}.set"), resolver(folder / f"{name}.keys.json")
        found, dns = sets[name]
        count = sum(passed(message, dns, logger) for message in found)
        start, walks = time.perf_counter(), 0
        while walks == 0 or (time.perf_counter() - start) * 1000 < float(milliseconds):
            for message in found:
                passed(message, dns, logger)
            walks += 1
        print(json.dumps({"walks": walks, "seconds": time.perf_counter() - start, "passed": count}), flush=True)


if __name__ == "__main__":
    main()
