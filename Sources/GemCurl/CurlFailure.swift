internal import CCurl
internal import GemCore

/// Names what went wrong in an exchange, and what to do about it.
struct CurlFailure {
    /// libcurl's result.
    let code: CURLcode
    /// libcurl's own words, from its error buffer.
    let text: String
    /// Whether any of the request may have left.
    let hasSent: Bool
    /// The other side.
    let host: String
    /// How long the exchange was allowed to take.
    let timeLimit: Duration?
    /// The transport's settings.
    let configuration: CurlTransport.Configuration

    /// The error a caller sees.
    var error: GemError {
        let (kind, message) = hasSent ? afterSending : beforeSending
        return GemError(kind, message, cause: cause)
    }

    /// The error of a side that stayed silent for too long.
    static func silence(of host: String, _ configuration: CurlTransport.Configuration) -> GemError {
        GemError(
            .timeout,
            "\(host) sent nothing for \(configuration.idleTimeout), so the request was given up. Ask again, or raise the idle time-out.")
    }

    /// The error where a request must not be repeated without being asked to.
    static func deadConnection(to host: String) -> GemError {
        GemError(
            .cut,
            "\(host) closed a kept connection while a request was on its way; it may or may not have been carried out. Look, then send it again."
        )
    }

    private var cause: LibraryFailure {
        // A URL in libcurl's words may hold a key or a proxy's password.
        let isPlain = !text.isEmpty && !text.contains("://") && !text.contains("@") && !text.contains("?")
        return LibraryFailure(
            library: "libcurl", code: Int32(bitPattern: code.rawValue), text: isPlain ? text : String(cString: gem_curl_easy_strerror(code))
        )
    }

    private var beforeSending: (GemError.Code, String) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            (.unreachable, "Cannot find \(host): its name has no address. Check the network and the base URL.")
        case CURLE_COULDNT_RESOLVE_PROXY:
            (.unreachable, "Cannot reach \(host): the proxy's name has no address. Check HTTPS_PROXY and its kin.")
        case CURLE_COULDNT_CONNECT:
            (.unreachable, "Cannot connect to \(host). Check that it is up, the network, and the proxy settings.")
        case CURLE_OPERATION_TIMEDOUT:
            (
                .unreachable,
                "Cannot reach \(host): no connection within \(min(configuration.connectTimeout, timeLimit ?? .seconds(3600))). Check the network and the proxy settings."
            )
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH:
            (
                .unreachable,
                "The TLS certificate of \(host) could not be verified, so nothing was sent. Where a proxy or test server has an authority of its own, name its PEM file as the CA bundle."
            )
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE:
            (
                .configuration,
                "The CA bundle \(configuration.caBundle ?? "of this system") cannot be read; name a PEM file of certificate authorities."
            )
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ENGINE_INITFAILED:
            (
                .unreachable,
                "The TLS handshake with \(host) failed, so nothing was sent. Check that the address speaks TLS, and the proxy settings."
            )
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            (.badInput, "The address of the request to \(host) cannot be used.")
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT:
            (.internal, "libcurl could not start the request to \(host); is there memory left?")
        default:
            (.unreachable, "Cannot reach \(host); nothing was sent. Check the network and the proxy settings.")
        }
    }

    private var afterSending: (GemError.Code, String) {
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            (
                .timeout,
                "\(host) had not answered in full \(timeLimit.map { "within \($0), the time that was left" } ?? "in time"). Ask again, with more time."
            )
        case CURLE_GOT_NOTHING:
            (.cut, "\(host) closed the connection without an answer. Ask again.")
        case CURLE_PARTIAL_FILE:
            (.cut, "\(host) closed the connection before its answer was complete. Ask again.")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            (.cut, "\(host) did not answer in HTTP. Check the base URL.")
        default:
            (.cut, "The connection to \(host) was lost after the request was sent. Ask again.")
        }
    }
}
