"""The union's own signature in a certificate, so that it can be checked offline."""

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from io import BytesIO

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter

from federation.models import Union


@lru_cache(maxsize=1)
def signer_of(path: str, password: str) -> SimpleSigner:
    """The key and the certificates of a PKCS #12 file (RFC 7292)."""
    return SimpleSigner.load_pkcs12(path, passphrase=password.encode())


def signed(pdf: bytes) -> bytes:
    """With a signature by PAdES (ETSI EN 319 142-1, level B-B); as it is without a key.

    The signature stands beside the pages and changes none of them. It holds as long as
    a reader trusts the union's certificate; the public check holds for everybody.
    """
    if not settings.CERTIFICATE_KEY:
        return pdf
    meta = PdfSignatureMetadata(
        field_name="Signature",
        subfilter=SigSeedSubFilter.PADES,
        name=Union.objects.root().name_vi,
    )
    signer = signer_of(settings.CERTIFICATE_KEY, settings.CERTIFICATE_KEY_PASSWORD)
    # In a thread of its own: pyHanko runs a loop, and this thread may have one.
    with ThreadPoolExecutor(max_workers=1) as pool:
        made = pool.submit(
            sign_pdf, IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer
        )
        return made.result().getvalue()
