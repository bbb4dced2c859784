/** The functions of Trino 476 that the laptop has not at all. */
export const REFUSED_NAMES = `approx_most_frequent approx_percentile approx_set array_histogram bar beta_cdf bing_tile bing_tile_at
  bing_tile_coordinates bing_tile_polygon bing_tile_quadkey bing_tile_zoom_level bing_tiles_around checksum color 
   convex_hull_agg corr cosh cosine_distance cosine_similarity covar_pop covar_samp current_groups dot_product
  empty_approx_set euclidean_distance format format_number from_base32 from_base64url from_big_endian_32 from_big_endian_64
  from_encoded_polyline from_geojson_geometry from_ieee754_32 from_ieee754_64 from_iso8601_timestamp_nanos from_unixtime_nanos
  geometry_from_hadoop_shape geometry_invalid_reason geometry_nearest_points geometry_to_bing_tiles geometry_union
  geometry_union_agg great_circle_distance hash_counts histogram hmac_md5 hmac_sha1 hmac_sha256 hmac_sha512 human_readable_seconds
  intersection_cardinality inverse_beta_cdf inverse_normal_cdf is_json_scalar jaccard_index json_array_contains json_array_get
  json_array_length json_extract json_extract_scalar json_format json_parse json_size kurtosis line_interpolate_point
  line_interpolate_points line_locate_point luhn_check make_set_digest  map_agg   
    map_union  map_zip_with merge merge_set_digest multimap_agg
   murmur3 normal_cdf numeric_histogram parse_data_size parse_duration parse_presto_data_size qdigest_agg
  quantile_at_value  reduce_agg regr_intercept regr_slope render rgb shuffle simplify_geometry skewness soundex
  spatial_partitioning spatial_partitions   spooky_hash_v2_32 spooky_hash_v2_64 st_area st_asbinary
  st_astext st_boundary st_buffer st_centroid st_contains st_convexhull st_coorddim st_crosses st_difference st_dimension
  st_disjoint st_distance st_endpoint st_envelope st_envelopeaspts st_equals st_exteriorring st_geometries st_geometryfromtext
  st_geometryn st_geometrytype st_geomfrombinary st_geomfromkml st_interiorringn st_interiorrings st_intersection st_intersects
  st_isclosed st_isempty st_isring st_issimple st_isvalid st_length st_linefromtext st_linestring st_multipoint st_numgeometries
  st_numinteriorring st_numpoints st_overlaps st_point st_pointn st_points st_polygon st_relate st_startpoint st_symdifference
  st_touches st_union st_within st_x st_xmax st_xmin st_y st_ymax st_ymin t_cdf t_pdf tanh tdigest_agg to_base32 to_base64url
  to_big_endian_32 to_big_endian_64 to_encoded_polyline to_geojson_geometry to_geometry to_ieee754_32 to_ieee754_64
  to_spherical_geography   url_extract_fragment url_extract_host url_extract_parameter
  url_extract_path url_extract_port url_extract_protocol url_extract_query uuid value_at_quantile values_at_quantiles
  version
  wilson_interval_lower wilson_interval_upper word_stem xxhash64`;

/** The functions that it has, but not with every list of parameters that Trino takes. */
export const PARTLY_REFUSED_NAMES = 'random rand from_unixtime cardinality element_at $subscript min max min_by max_by sequence array_sort';
