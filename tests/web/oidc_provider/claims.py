"""What the server tells about somebody. Who is called unsure has an address that nobody checked."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):  # type: ignore[misc] # the package has no types
    """The address, and whether it was checked."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """Into the ID token."""
        return {"email": request.user.email, "email_verified": request.user.first_name != "unsure"}
