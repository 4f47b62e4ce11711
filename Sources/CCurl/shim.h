// libcurl's option setters are variadic, which Swift cannot call: one typed wrapper a kind.
#pragma once
#include <curl/curl.h>
