from check_long_files import REASONS, find_long_files

LONG = "x = 1\n" * 501


def test_a_file_of_500_lines_is_accepted(project):
    assert find_long_files(project({"a.py": "x = 1\n" * 500})) == []


def test_a_longer_file_is_found_in_every_language(project):
    findings = find_long_files(project({"a.py": LONG, "web/b.ts": LONG, "web/c.tsx": LONG, "notes.md": LONG}))

    assert [finding.split(":")[0] for finding in findings] == ["a.py", "web/b.ts", "web/c.tsx"]


def test_a_reason_excuses_a_long_file(project):
    reason = '["a.py"]\nreason = "Generated from the interface description."\n'

    assert find_long_files(project({"a.py": LONG, REASONS: reason})) == []


def test_an_empty_reason_is_none(project):
    assert find_long_files(project({"a.py": LONG, REASONS: '["a.py"]\nreason = " "\n'})) == [
        "tools/long_files.toml: a.py gives no reason"
    ]


def test_a_reason_must_go_when_the_file_is_short_again_or_gone(project):
    reasons = '["a.py"]\nreason = "It was long."\n["gone.py"]\nreason = "It was here."\n'

    findings = find_long_files(project({"a.py": "x = 1\n", REASONS: reasons}))

    assert findings == [f"{REASONS}: {name} is not a long file (any more)" for name in ("a.py", "gone.py")]


def test_files_that_git_does_not_track_are_not_looked_at(project):
    root = project({".gitignore": "made.py\n", "made.py": LONG})

    assert find_long_files(root) == []
