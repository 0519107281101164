"""What dkimpy says of each message, in the words of run.rs: `said.py FOLDER`."""

import json
import logging
import sys
from pathlib import Path

import dkim
from dkim.util import InvalidTagValueList, parse_tag_value

sys.path.insert(0, str(Path(__file__).parent.parent / "compare"))
from verify import messages, resolver  # noqa: E402


class Heard(logging.Handler):
    """Notes that something was logged as an error: that is how dkimpy tells a missing key from a wrong signature."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.any = False

    def emit(self, record):
        self.any = True


HEARD = Heard()
LOGGER = logging.getLogger("heard")
LOGGER.addHandler(HEARD)
LOGGER.propagate = False


def word(verifier, index, dns):
    HEARD.any = False
    try:
        if verifier.verify(idx=index, dnsfunc=dns):
            return "pass"
        return "permerror" if HEARD.any else "fail"
    except dkim.ValidationError as error:
        if "body hash mismatch" in str(error):
            return "fail"
        return "neutral" if "x= value is" in str(error) else "permerror"
    except dkim.KeyFormatError as error:
        return "neutral" if "too small" in str(error) else "permerror"
    except Exception:
        # dkimpy lets errors of Python itself out where a value is not what it expects.
        return "permerror"


def selector(value):
    try:
        return parse_tag_value(value).get(b"s", b"").decode("latin-1")
    except InvalidTagValueList:
        return ""


def said(message, dns):
    try:
        verifier = dkim.DKIM(message, logger=LOGGER)
    except Exception:
        return {"signatures": [], "chain": "fail" if b"ARC-Seal:" in message else "none"}
    fields = [value for name, value in verifier.headers if name.lower() == b"dkim-signature"]
    signatures = [(selector(value), word(verifier, index, dns)) for index, value in enumerate(fields)]
    try:
        chain, _, _ = dkim.ARC(message, logger=LOGGER).verify(dnsfunc=dns)
    except Exception:
        chain = b"fail"
    # dkimpy says None of a chain that a seal ended with cv=fail.
    return {"signatures": signatures, "chain": "fail" if chain is None else chain.decode()}


def main():
    folder = Path(sys.argv[1])
    dns = resolver(folder / "differential.keys.json")
    found = [said(message, dns) for message in messages(folder / "differential.set")]
    (folder / "dkimpy.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
