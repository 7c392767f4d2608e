"""Office files that are encrypted with the password that Excel itself uses when none was chosen."""

from io import BytesIO

from parsers.refused import FileEncrypted

_DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - [MS-OFFCRYPTO] §2.4.2.3: known to every program


def decrypted(data: bytes) -> bytes:
    """The file inside.

    Raises:
        FileEncrypted: It needs a password of its own, or is encrypted in another way.
    """
    import msoffcrypto

    inside = BytesIO()
    try:
        office = msoffcrypto.OfficeFile(BytesIO(data))
        office.load_key(password=_DEFAULT_PASSWORD, verify_password=True)
        office.decrypt(inside)
    except Exception as error:  # its own, and whatever a broken or foreign envelope makes it raise
        raise FileEncrypted from error
    return inside.getvalue()
