"""Old issues as scans: the cover is page one, the words are found when it has any."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.core.files.base import ContentFile

from bulletin.models import Issue, IssueScan
from federation.richtext import normal

READ = Path(__file__).with_name("read.py")
TIMEOUT = 60


def read_apart(source: Path, target: Path) -> dict | None:
    """Another process with little memory and time reads it; nothing when it cannot."""
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(READ), str(source), str(target)],
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            env={"PATH": os.environ.get("PATH", "")},
        )
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode else json.loads(done.stdout)


def read_scan(issue: Issue) -> bool:
    """Take cover, pages and text from its PDF, once for each file."""
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "issue.pdf", Path(name) / "front.jpg"
        with issue.pdf.open("rb") as stored:
            source.write_bytes(stored.read())
        found = read_apart(source, target)
        rows = Issue.objects.filter(pk=issue.pk, pdf=issue.pdf.name)
        if found is None:
            rows.update(pdf_read=issue.pdf.name)
            return False
        issue.front.save("front.jpg", ContentFile(target.read_bytes()), save=False)
    text = normal(found["text"].replace("\ufffe", ""))
    changes = {"front": issue.front.name, "pdf_read": issue.pdf.name}
    if issue.pages is None:
        changes["pages"] = found["pages"]
    if not rows.update(**changes):
        return False
    IssueScan.objects.update_or_create(issue=issue, defaults={"text": text})
    return True
