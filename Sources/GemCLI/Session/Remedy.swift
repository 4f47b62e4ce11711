import GemCore
import Gemini

extension GemError {
    /// The error as one reads it at the command line: where a setting of the shell is the remedy, it is named.
    var withRemedy: GemError {
        var error = self
        if code == .refused, upstream != nil, !(cause is TokenOwner) { error.message = refusal }
        // What is gone, or another key's, is refused as well.
        if code == .refused, let upstream, upstream.message.contains("may not exist") || upstream.message.contains("not found") {
            if upstream.message.contains("File ") { error.message += " `gemcache files` lists those there are." }
            if upstream.message.contains("CachedContent") { error.message += " `gemcache context` lists those there are." }
        }
        if code == .upstream, let upstream, upstream.httpStatus == 404 {
            if upstream.status == "NOT_FOUND", upstream.message.contains("models/") {
                error.message += " `gemcache models` lists the names."
            } else if upstream.message.hasPrefix("<") {
                error.message =
                    "Upstream answered HTTP 404 with a web page, so it is no Gemini API. Check --base-url or GOOGLE_GEMINI_BASE_URL: it ends before the version, without /v1beta."
            }
        }
        return error
    }

    /// What to do where there is no key.
    static let withoutKey = """
        No API key is set, and without one the API refuses to answer. Get one at https://aistudio.google.com/apikey, which costs nothing, and set GEMINI_API_KEY \
        (or GOOGLE_API_KEY); or try it without a key: run `gemcache mock`, then set GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:8080 and GEMINI_API_KEY=any.
        """

    private var refusal: String {
        let names = ["GOOGLE_ACCESS_TOKEN", "GOOGLE_API_KEY", "GEMINI_API_KEY"].filter { Environment[$0] != nil }
        guard let name = names.first else { return Self.withoutKey }
        return names.count == 1 ? "\(message) The key is that of \(name)." : "\(message) \(names.joined(separator: " and ")) are set."
    }
}
