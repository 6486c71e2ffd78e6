export NGINX_DEFAULT_CONF_VERSION=v3

# abra app cmd <domain> app list_content
list_content() {
  find /usr/share/nginx/html -type f
}
