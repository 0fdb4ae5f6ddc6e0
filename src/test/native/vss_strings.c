/*
 * SysFreeString, for the strings that the service gives: it counts them. Without any header, since that of Windows declares
 * the function as another library's.
 */
#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

void take_binary_string(unsigned short *string);

EXPORT void SysFreeString(unsigned short *string);

void SysFreeString(unsigned short *string) {
    take_binary_string(string);
}
