"""Badges: an independent library takes ours for genuine, and nobody's else; our own page says the same."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicNumbers
from joserfc import jwt
from joserfc.jwk import ECKey
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from app.foundation import audit, signing
from app.foundation.db import session, transaction
from app.learning.models import Certificate, CertificateState
from app.learning.operations import certifying
from app.learning.queries import badges
from tests.learning.given import a_certificate, a_course
from tests.page import page_of

HOUSE = "http://localhost:8000"


def taken(client, certificate):
    answer = client.get(f"/en/learn/certificates/{certificate.serial}/take")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f"badge-{certificate.serial}.jwt")
    return answer.get_data(as_text=True)


def part(token, place):
    text = token.split(".")[place]
    return json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def changed(token, change):
    """With other words and the signature as it was."""
    head, _, tail = token.split(".")
    claims = part(token, 1)
    change(claims)
    body = urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{head}.{body}.{tail}"


def to_somebody_else(claims):
    claims["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"


def published_key(client, token):
    """As a stranger finds it: by the address in the badge, made of the two numbers there."""
    told = client.get(part(token, 0)["kid"].removeprefix(HOUSE)).get_json()
    x, y = (int.from_bytes(urlsafe_b64decode(told[name] + "=="), "big") for name in ("x", "y"))
    return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()


def check(client, token):
    """By a program that knows nothing of us but what we publish."""
    verifier = OB3Verifier(published_key(client, token))
    return verifier.verify(
        token, check_status=True, download=lambda url: client.get(url.removeprefix(HOUSE)).data
    )


def show(client, token):
    return client.post("/en/learn/certificates/badge", data={"words": token})


def words_of(answer):
    return " ".join(page_of(answer).main.get_text(" ").split())


@pytest.fixture
def certificate(cast):
    return a_certificate(cast.chen, a_course(), holder="Chen Wei-Ling 陳")


@pytest.fixture
def token(cast, visit, certificate):
    return taken(visit(cast.chen), certificate)


# By others


def test_an_independent_library_finds_it_genuine_and_reads_what_is_printed(visit, certificate, token):
    told = check(visit(), token)

    assert told.issuer.id == f"{HOUSE}/badges/issuer.json"
    assert told.achievement.name == certificate.title
    assert told.recipient_id == f"{HOUSE}/certificates/{certificate.serial}#holder"
    claims = part(token, 1)
    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["jti"] == claims["id"] == f"{HOUSE}/certificates/{certificate.serial}"
    subject = claims["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == "Chen Wei-Ling 陳"
    assert subject["achievement"]["inLanguage"] == "en"
    assert subject["achievement"]["criteria"]["narrative"] == "7 of 8 questions right"
    assert subject["achievement"]["criteria"]["id"] == f"{HOUSE}/en/learn/flyways"
    assert "@" not in json.dumps(claims).replace("@context", "")  # nobody's address


def test_an_independent_library_refuses_one_that_was_changed(visit, token):
    with pytest.raises(OB3VerificationError, match="signature"):
        check(visit(), changed(token, to_somebody_else))


@pytest.mark.parametrize("fate", ["revoked", "renamed"])
def test_an_independent_library_is_told_what_is_no_longer_valid(cast, visit, certificate, token, fate):
    if fate == "revoked":
        certifying.revoke(certificate, reason="Bought.", seen=certificate.revision, actor=cast.adam)
    else:
        certifying.rename(certificate, holder="Chen", seen=certificate.revision, actor=cast.chen)

    with pytest.raises(OB3VerificationError, match="'revocation' is set"):
        check(visit(), token)


def test_one_that_is_revoked_leaves_the_others_as_they_are(cast, visit, certificate, token):
    other = a_certificate(cast.amara, certificate.course)
    certifying.revoke(other, reason="Bought.", seen=other.revision, actor=cast.adam)

    check(visit(), token)


def test_everybody_finds_who_issues_and_the_public_keys(visit, token):
    for address in ("issuer.json", "keys.json", "states/0"):
        answer = visit().get(f"/badges/{address}")
        assert answer.headers["Access-Control-Allow-Origin"] == "*", address
        assert "Set-Cookie" not in answer.headers
    told = visit().get("/badges/issuer.json").get_json()
    assert (told["id"], told["type"]) == (f"{HOUSE}/badges/issuer.json", ["Profile"])
    (key,) = visit().get("/badges/keys.json").get_json()["keys"]
    assert key["kid"] == part(token, 0)["kid"]
    assert "d" not in key  # the private part


@pytest.mark.parametrize("address", ["states/1", "states/99", "keys/nobody"])
def test_lists_and_keys_that_we_do_not_have_are_not_there(visit, certificate, address):
    assert visit().get(f"/badges/{address}").status_code == 404


def test_the_bit_of_each_certificate_is_its_own():
    places = badges.Places("", "", "", "", states="https://x/badges/states")

    entry = badges._state_of(badges.LISTED * 2 + 5, places)

    assert entry["statusListCredential"] == "https://x/badges/states/2"
    assert entry["statusListIndex"] == "5"


@pytest.fixture
def house_with(app):
    """Another key, and keys from before, for a while."""
    settings = dict(app.config)

    def start(key, *retired):
        app.config.update(BADGE_KEY=key, BADGE_KEYS_RETIRED=retired)
        signing.init_app(app)

    yield start
    app.config.update(settings)
    signing.init_app(app)


def test_a_badge_of_a_retired_key_stays_good_while_that_is_published(app, visit, token, house_with):
    old = ECKey.import_key(app.config["BADGE_KEY"]).as_pem(private=False).decode()
    older = ECKey.generate_key("P-256").as_pem(private=False).decode()
    house_with(signing.new_key(), older, old)

    verifier = OB3Verifier(published_key(visit(), token))

    assert verifier.verify(token)
    assert show(visit(), token).status_code == 302
    assert len(visit().get("/badges/keys.json").get_json()["keys"]) == 3
    house_with(signing.new_key())
    assert "not genuine" in words_of(show(visit(), token))


# Taking one


def test_only_its_holder_takes_it_and_only_while_it_is_valid(cast, visit, certificate):
    address = f"/en/learn/certificates/{certificate.serial}/take"
    assert [visit(one).get(address).status_code for one in (cast.amara, cast.adam)] == [403, 403]
    assert "Take it as a badge" in words_of(visit(cast.chen).get(address.removesuffix("/take")))
    assert "Take it as a badge" not in words_of(visit().get(address.removesuffix("/take")))

    certifying.revoke(certificate, reason="Bought.", seen=certificate.revision, actor=cast.adam)

    assert visit(cast.chen).get(address).status_code == 409


# On our own page


@pytest.mark.parametrize("how", ["text", "broken over lines", "file"])
def test_a_genuine_one_leads_to_its_certificate(visit, certificate, token, how):
    guest = visit()
    text = token if how == "text" else "\n  ".join(token[at : at + 76] for at in range(0, len(token), 76))
    sent = {"file": (BytesIO(token.encode()), "badge.jwt")} if how == "file" else {"words": text}

    answer = guest.post("/en/learn/certificates/badge", data=sent)

    assert answer.headers["Location"] == f"/en/learn/certificates/{certificate.serial}"
    assert "This badge is genuine" in words_of(guest.get(answer.headers["Location"]))


def test_a_genuine_one_of_a_revoked_certificate_leads_to_why(cast, visit, certificate, token):
    certifying.revoke(certificate, reason="Bought.", seen=certificate.revision, actor=cast.adam)
    guest = visit()

    answer = guest.get(show(guest, token).headers["Location"])

    assert "This badge is no longer valid. It was signed here" in answer.text
    assert "This badge is genuine" not in answer.text
    assert "Bought." in words_of(answer)


def test_one_with_an_older_name_whose_newest_is_revoked_says_so(cast, visit, certificate, token):
    anew = certifying.rename(certificate, holder="Chen", seen=certificate.revision, actor=cast.chen)
    certifying.revoke(anew, reason="Bought.", seen=anew.revision, actor=cast.adam)
    guest = visit()

    words = words_of(guest.get(show(guest, token).headers["Location"]))

    assert "which was revoked on" in words
    assert "Bought." in words


def test_a_renamed_one_was_awarded_on_the_day_of_the_first(cast, visit, certificate):
    with transaction():
        certificate.issued_at = datetime(2026, 3, 5, 12, tzinfo=UTC)
        audit.record("test.date", certificate, actor=None)
    anew = certifying.rename(certificate, holder="Chen", seen=certificate.revision, actor=cast.chen)

    claims = part(taken(visit(cast.chen), anew), 1)

    assert claims["awardedDate"] == "2026-03-05T12:00:00Z"
    assert claims["validFrom"] == f"{anew.issued_at:%Y-%m-%dT%H:%M:%SZ}"


def of_another_house(token):
    return jwt.encode(
        {"alg": "ES256", "kid": part(token, 0)["kid"]}, part(token, 1), ECKey.generate_key("P-256")
    )


def without_signature(token):
    head = urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return f"{head}.{token.split('.')[1]}."


def with_a_key_of_its_own(token):
    key = ECKey.generate_key("P-256")
    return jwt.encode({"alg": "ES256", "jwk": key.as_dict(private=False)}, part(token, 1), key)


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: changed(token, to_somebody_else),
        lambda token: token[:-8] + "AAAAAAAA",
        of_another_house,
        without_signature,
        with_a_key_of_its_own,
    ],
    ids=["other words", "another signature", "another house", "no signature", "a key of its own"],
)
def test_a_tampered_one_is_refused_with_a_clear_word_and_nothing_changed(visit, certificate, token, forge):
    lines, state = audit.count(), (certificate.state, certificate.holder, certificate.revision)

    answer = show(visit(), forge(token))
    words = words_of(answer)

    assert (answer.status_code, page_of(answer).h1.get_text()) == (422, "Not genuine")
    assert "This badge is not genuine" in words
    assert "needs correcting" not in answer.text
    assert "Chen" not in words
    now = session.get(Certificate, certificate.id)
    assert (audit.count(), (now.state, now.holder, now.revision)) == (lines, state)


@pytest.mark.parametrize("words", ["", "Hello", "CMS-2026-7KQ4-M2XR", "{}", "<svg/>", "eyJ", "🦩" * 500])
def test_what_is_no_badge_is_told_so(visit, words):
    assert "This is no badge." in words_of(show(visit(), words))


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"x" * 200_000, b"." * 100_000, b"[" * 90_000 + b".a.b"]
)
def test_a_file_that_is_no_badge_is_told_so(visit, content):
    answer = visit().post("/en/learn/certificates/badge", data={"file": (BytesIO(content), "x.jwt")})

    words = words_of(answer)
    assert "This is no badge." in words or "This badge is not genuine" in words


def test_one_whose_certificate_is_gone_is_told_so(visit, certificate, token):
    with transaction():
        audit.record("test.delete", certificate, actor=None)
        session.delete(session.get(Certificate, certificate.id))

    assert "no longer kept" in words_of(show(visit(), token))


def test_what_we_sign_for_another_end_is_no_badge(visit, certificate):
    states = visit().get("/badges/states/0").get_data(as_text=True)

    assert "no longer kept" in words_of(show(visit(), states))
    assert certificate.state is CertificateState.VALID
